// Package logs keeps the last of what a sandbox's processes wrote, line by line, with what became of the processes. It
// is for the worker, which copies the lines while they are here: a bounded memory that nobody ever waits for.
//
// Every line has a number, also one that found no room: whoever reads on from a number sees by the next one how many lines
// are gone.
package logs

import (
	"fmt"
	"sync"
	"time"
)

const (
	// bytesMax is what the lines may take in memory; the oldest leave first.
	bytesMax = 256 << 10
	// overhead is what a line takes beside its text.
	overhead = 96
	// A flood costs its process nothing: of what is beyond these in a second only the last
	// lines of each piece are looked at.
	bytesPerSecond = 512 << 10
	linesPerSecond = 5_000
)

// Streams that lines come from.
const (
	Stdout = "stdout"
	Stderr = "stderr"
	// System is the guest itself, about processes.
	System = "system"
)

// Levels of lines.
const (
	Info  = "info"
	Error = "error"
)

// Line is one line, as the worker reads it.
type Line struct {
	Number uint64 `json:"n"`
	Millis int64  `json:"t"`
	Level  string `json:"v"`
	Stream string `json:"s"`
	PID    uint32 `json:"p"`
	Text   string `json:"l"`
}

// Ring is the memory. Its zero value is empty and ready.
type Ring struct {
	mu    sync.Mutex
	lines []Line
	bytes int
	last  uint64
	news  chan struct{}

	second     int64
	bytesTaken int
	linesTaken int
}

// Say adds a line about a process. Never waits for a reader.
func (r *Ring) Say(level string, pid uint32, format string, args ...any) {
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(now, Line{Level: level, Stream: System, PID: pid, Text: cut(fmt.Appendf(nil, format, args...))})
}

// afford says whether a line of that length is within what a second may bring.
func (r *Ring) afford(now time.Time, length int) bool {
	if second := now.Unix(); second != r.second {
		r.second, r.bytesTaken, r.linesTaken = second, 0, 0
	}
	if r.bytesTaken+length > bytesPerSecond || r.linesTaken >= linesPerSecond {
		return false
	}
	r.bytesTaken += length
	r.linesTaken++
	return true
}

func (r *Ring) add(now time.Time, line Line) {
	r.last++
	line.Number = r.last
	line.Millis = now.UnixMilli()
	r.lines = append(r.lines, line)
	r.bytes += size(line)
	for r.bytes > bytesMax {
		r.bytes -= size(r.lines[0])
		r.lines[0] = Line{}
		r.lines = r.lines[1:]
	}
	r.tell()
}

// skip counts lines that are not kept.
func (r *Ring) skip(lines int) {
	if lines > 0 {
		r.last += uint64(lines)
		r.tell()
	}
}

// tell wakes those who wait. There is a channel only while somebody does.
func (r *Ring) tell() {
	if r.news != nil {
		close(r.news)
		r.news = nil
	}
}

func size(line Line) int { return len(line.Text) + overhead }

// From copies at most max of the lines from a number on. If there are none it gives a channel that closes with the next
// one. reached is the last number that was given out, kept or not.
func (r *Ring) From(number uint64, max int) (lines []Line, reached uint64, news <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := len(r.lines)
	for first > 0 && r.lines[first-1].Number >= number {
		first--
	}
	lines = append(lines, r.lines[first:min(first+max, len(r.lines))]...)
	if len(lines) == 0 && r.last < number {
		if r.news == nil {
			r.news = make(chan struct{})
		}
		news = r.news
	}
	return lines, r.last, news
}
