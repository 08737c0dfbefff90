package logs

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// textMax is how much of a line is kept, in bytes.
	textMax = 8 << 10
	// tail is how many lines of each piece of a flood are kept.
	tail = 8
)

var newline = []byte{'\n'}

// Lines makes lines of what a process writes to one of its streams. It belongs to whoever reads that stream.
type Lines struct {
	ring   *Ring
	stream string
	level  string
	pid    uint32
	// begun is a line whose end has not come yet; beyond is how much of it was left out.
	begun  []byte
	beyond int
}

// Lines begins a process's stream.
func (r *Ring) Lines(stream string, pid uint32) *Lines {
	level := Info
	if stream == Stderr {
		level = Error
	}
	return &Lines{ring: r, stream: stream, level: level, pid: pid}
}

// Write takes what was written. Never waits for a reader.
func (l *Lines) Write(data []byte) {
	now := time.Now()
	l.ring.mu.Lock()
	defer l.ring.mu.Unlock()
	for ends := bytes.Count(data, newline); ends > 0; ends-- {
		end := bytes.IndexByte(data, '\n')
		l.begin(data[:end])
		if !l.ring.afford(now, len(l.begun)) && ends > tail {
			data = l.skipTo(lastLines(data))
			ends = tail + 1
			continue
		}
		l.finish(now)
		data = data[end+1:]
	}
	l.begin(data)
}

// skipTo goes on with the last lines of what was written, for in a flood the newest are those that tell what came of it.
func (l *Lines) skipTo(skipped int, rest []byte) []byte {
	l.begun, l.beyond = l.begun[:0], 0
	l.ring.skip(skipped)
	return rest
}

// lastLines finds the tail of some lines, and says how many come before it.
func lastLines(data []byte) (before int, last []byte) {
	begin := bytes.LastIndexByte(data, '\n')
	for range tail {
		begin = bytes.LastIndexByte(data[:begin], '\n')
	}
	return bytes.Count(data[:begin+1], newline), data[begin+1:]
}

// End takes a last line that has no end of its own.
func (l *Lines) End() {
	l.ring.mu.Lock()
	defer l.ring.mu.Unlock()
	if len(l.begun) > 0 || l.beyond > 0 {
		l.finish(time.Now())
	}
}

func (l *Lines) begin(part []byte) {
	kept := min(len(part), textMax-len(l.begun))
	l.begun = append(l.begun, part[:kept]...)
	l.beyond += len(part) - kept
}

func (l *Lines) finish(now time.Time) {
	line := Line{Level: l.level, Stream: l.stream, PID: l.pid, Text: valid(bytes.TrimSuffix(l.begun, []byte{'\r'}))}
	if l.beyond > 0 {
		line.Text = whole(line.Text) + fmt.Sprintf(" ... [%d more bytes of this line are left out]", l.beyond)
	}
	l.ring.add(now, line)
	l.begun, l.beyond = l.begun[:0], 0
}

// cut is for lines of the guest's own.
func cut(text []byte) string {
	if len(text) > textMax {
		return whole(valid(text[:textMax])) + " ..."
	}
	return valid(text)
}

// valid makes text of what may be anything.
func valid(text []byte) string { return strings.ToValidUTF8(string(text), string(utf8.RuneError)) }

// whole drops what the cut has left of a character.
func whole(text string) string { return strings.TrimSuffix(text, string(utf8.RuneError)) }
