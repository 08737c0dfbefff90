package logs

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func texts(j *Ring) []string {
	var all []string
	lines, _, _ := j.From(1, 1<<20)
	for _, line := range lines {
		all = append(all, line.Text)
	}
	return all
}

func TestMakesLinesOfChunks(t *testing.T) {
	j := new(Ring)
	out, err := j.Lines(Stdout, 7), j.Lines(Stderr, 7)

	out.Write([]byte("one\ntw"))
	err.Write([]byte("oops\r\n"))
	out.Write([]byte("o\n\nlast"))
	out.End()
	err.End()

	lines, reached, news := j.From(1, 10)
	var all string
	for _, line := range lines {
		all += fmt.Sprintf("%d %s %s %d %q\n", line.Number, line.Stream, line.Level, line.PID, line.Text)
	}
	want := "1 stdout info 7 \"one\"\n2 stderr error 7 \"oops\"\n3 stdout info 7 \"two\"\n4 stdout info 7 \"\"\n5 stdout info 7 \"last\"\n"
	if all != want || reached != 5 || news != nil {
		t.Fatalf("got %s up to %d", all, reached)
	}
}

func TestCutsLongLinesAndSaysSo(t *testing.T) {
	j := new(Ring)
	out := j.Lines(Stdout, 1)

	out.Write([]byte(strings.Repeat("é", textMax)))
	out.Write([]byte("\nnext\n"))

	got := texts(j)
	if len(got) != 2 || !strings.HasSuffix(got[0], fmt.Sprintf("é ... [%d more bytes of this line are left out]", textMax)) || got[1] != "next" {
		t.Fatalf("got %d lines, the first ends with %q", len(got), got[0][len(got[0])-60:])
	}
}

func TestMakesTextOfAnything(t *testing.T) {
	j := new(Ring)
	out := j.Lines(Stdout, 1)

	out.Write([]byte("a\xff\xfe\x00\x1b[31m\n" + strings.Repeat("x", textMax-1) + "é\n"))

	for _, text := range texts(j) {
		if !utf8.ValidString(text) {
			t.Errorf("not text: %q", text)
		}
	}
	if got := texts(j); got[0] != "a\uFFFD\x00\x1b[31m" || strings.ContainsRune(got[1], utf8.RuneError) {
		t.Errorf("got %q and a line with half a character", got[0])
	}
}

func TestKeepsTheLastOfAFloodAndCountsTheRest(t *testing.T) {
	j := new(Ring)
	out := j.Lines(Stdout, 1)
	flood := []byte(strings.Repeat("y\n", 16<<10))
	begun := time.Now()

	for range 100 {
		out.Write(flood)
	}
	out.Write([]byte("done\n"))

	lines, reached, _ := j.From(1, 1<<20)
	if reached != 100*16<<10+1 || lines[len(lines)-1].Text != "done" {
		t.Errorf("%d lines are counted, the last kept is %q", reached, lines[len(lines)-1].Text)
	}
	if j.bytes > bytesMax || len(lines) > bytesMax/overhead {
		t.Errorf("%d lines of %d bytes are kept", len(lines), j.bytes)
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestDropsTheOldest(t *testing.T) {
	j := new(Ring)
	for i := range 1000 {
		j.Say(Info, 1, "%d %s", i, strings.Repeat("x", 1000))
	}

	lines, reached, _ := j.From(1, 1<<20)
	if reached != 1000 || len(lines) > 250 || lines[len(lines)-1].Number != 1000 || lines[0].Number != uint64(1001-len(lines)) {
		t.Fatalf("%d lines from %d up to %d", len(lines), lines[0].Number, reached)
	}
}

func TestWakesWhoWaits(t *testing.T) {
	j := new(Ring)
	if _, _, news := j.From(0, 1); news != nil {
		t.Error("nothing was asked for that is not there yet")
	}
	lines, _, news := j.From(1, 1)
	if len(lines) != 0 || news == nil {
		t.Fatal("there is nothing to wait for")
	}

	j.Say(Info, 1, "here")

	select {
	case <-news:
	default:
		t.Fatal("nobody was woken")
	}
}
