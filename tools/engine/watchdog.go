package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"time"
)

// watch answers the running request with LIMIT_MEMORY and ends the process with status 3 when memory exceeds limit, and ends it
// when its parent is gone: a build that nobody waits for would go on. The collector works harder before the limit, from seven eighths on.
func (e *engine) watch(limit uint64) {
	parent := os.Getppid()
	debug.SetMemoryLimit(int64(limit / 8 * 7))
	debug.SetGCPercent(800) // measured: half the CPU time of Go's 100, 58 MB for small builds, 420 MB for 1.9 MB of CRDs
	go func() {
		for range time.Tick(20 * time.Millisecond) {
			if memoryInUse() > limit {
				e.giveUp(limit)
			}
			if os.Getppid() != parent {
				os.Exit(4)
			}
		}
	}()
}

func memoryInUse() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// giveUp keeps the lock until the process ends, so that the request has one reply.
func (e *engine) giveUp(limit uint64) {
	e.lock.Lock()
	if q := e.running; q != nil {
		value := strconv.FormatUint(limit, 10)
		f := finding{Code: "LIMIT_MEMORY", File: q.Path, Value: value}
		e.out.Write(line(reply{ID: q.ID, Error: "more than " + value + " bytes of memory", Findings: []finding{f}, Tainted: true}))
	}
	os.Exit(3)
}
