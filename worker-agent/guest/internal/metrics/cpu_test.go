package metrics

import (
	"testing"
	"time"
)

func TestMeterSharesTimeAmongCPUs(t *testing.T) {
	var m meter
	start := time.Unix(1000, 0)
	steps := []struct {
		after time.Duration
		ticks uint64
		want  float64
	}{
		{0, 500, 0},
		{time.Second, 600, 50},             // one CPU of two
		{1100 * time.Millisecond, 605, 50}, // too soon for a new reading
		{2 * time.Second, 800, 100},        // both
		{3 * time.Second, 1100, 100},       // never more
		{4 * time.Second, 1100, 0},
	}
	for _, step := range steps {
		if got := m.read(start.Add(step.after), step.ticks, 2); got != step.want {
			t.Errorf("after %s the meter reads %v, want %v", step.after, got, step.want)
		}
	}
}

func TestKernelTellsItsTicks(t *testing.T) {
	if ticks, err := busyTicks(); err != nil || ticks == 0 {
		t.Errorf("got %d, %v", ticks, err)
	}
}
