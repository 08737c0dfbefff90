// Package metrics tells what the sandbox uses of what it has.
package metrics

import (
	"net/http"
	"runtime"
	"sync"
	"syscall"
	"time"

	"smartboxes.io/guest/internal/identity"
	"smartboxes.io/guest/internal/memory"
	"smartboxes.io/guest/internal/problem"
)

// usage is the answer; sizes are in bytes unless they say MiB.
type usage struct {
	Timestamp   int64   `json:"ts"`
	CPUCount    int     `json:"cpu_count"`
	CPUPercent  float64 `json:"cpu_used_pct"`
	MemTotal    uint64  `json:"mem_total"`
	MemUsed     uint64  `json:"mem_used"`
	MemCache    uint64  `json:"mem_cache"`
	MemTotalMiB uint64  `json:"mem_total_mib"`
	MemUsedMiB  uint64  `json:"mem_used_mib"`
	DiskUsed    uint64  `json:"disk_used"`
	DiskTotal   uint64  `json:"disk_total"`
}

// Handler serves GET /metrics.
type Handler struct {
	box *identity.Box

	mu  sync.Mutex
	cpu meter
}

// NewHandler makes the handler.
func NewHandler(box *identity.Box) *Handler {
	return &Handler{box: box}
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	now, err := h.measure(time.Now())
	if err != nil {
		problem.New(http.StatusInternalServerError, "measuring the sandbox: %v", err).Write(w)
		return
	}
	problem.WriteJSON(w, http.StatusOK, now)
}

func (h *Handler) measure(now time.Time) (*usage, error) {
	percent, err := h.percent(now)
	if err != nil {
		return nil, err
	}
	info, err := memory.ReadInfo()
	if err != nil {
		return nil, err
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs("/", &disk); err != nil {
		return nil, err
	}
	total := info.Total
	if advertised := h.box.Identity().MemoryBytes; advertised > 0 {
		total = advertised // The kernel's figure has the reserve in it, which is nobody's to use.
	}
	block := uint64(disk.Frsize)
	return &usage{
		Timestamp:   now.Unix(),
		CPUCount:    runtime.NumCPU(),
		CPUPercent:  percent,
		MemTotal:    total,
		MemUsed:     info.Used(),
		MemCache:    info.Cached,
		MemTotalMiB: total >> 20,
		MemUsedMiB:  info.Used() >> 20,
		DiskUsed:    (disk.Blocks - disk.Bfree) * block,
		DiskTotal:   disk.Blocks * block,
	}, nil
}

func (h *Handler) percent(now time.Time) (float64, error) {
	ticks, err := busyTicks()
	if err != nil {
		return 0, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.cpu.read(now, ticks, runtime.NumCPU()), nil
}
