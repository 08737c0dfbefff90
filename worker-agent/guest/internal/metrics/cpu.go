package metrics

import (
	"bytes"
	"errors"
	"math"
	"os"
	"strconv"
	"time"
)

const (
	// ticksPerSecond is the kernel's unit in /proc/stat, the same on every Linux and on gVisor.
	ticksPerSecond = 100
	// shortest is the least time between two readings: a tick more or less would make a shorter one meaningless.
	shortest = 200 * time.Millisecond
)

// meter turns counted ticks into a percentage of all CPUs since the reading before.
type meter struct {
	at      time.Time
	ticks   uint64
	percent float64
}

func (m *meter) read(now time.Time, ticks uint64, cpus int) float64 {
	if m.at.IsZero() {
		m.at, m.ticks = now, ticks
		return 0
	}
	elapsed := now.Sub(m.at)
	if elapsed < shortest {
		return m.percent
	}
	busy := float64(ticks-m.ticks) / ticksPerSecond
	percent := 100 * busy / (elapsed.Seconds() * float64(cpus))
	m.at, m.ticks = now, ticks
	m.percent = math.Round(min(percent, 100)*100) / 100
	return m.percent
}

var errStat = errors.New("/proc/stat does not begin with the CPUs' ticks")

// busyTicks sums user, nice, system, irq, softirq and steal of /proc/stat's first line: fields 1, 2, 3, 6, 7 and 8.
func busyTicks() (uint64, error) {
	content, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	first, _, _ := bytes.Cut(content, []byte("\n"))
	fields := bytes.Fields(first)
	if len(fields) < 9 || string(fields[0]) != "cpu" {
		return 0, errStat
	}
	var sum uint64
	for _, i := range []int{1, 2, 3, 6, 7, 8} {
		ticks, err := strconv.ParseUint(string(fields[i]), 10, 64)
		if err != nil {
			return 0, errStat
		}
		sum += ticks
	}
	return sum, nil
}
