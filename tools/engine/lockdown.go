package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"runtime"
	"strings"
)

// refusedURLs are the requests that kustomize tried to send during the running build.
var refusedURLs []string

type noNetwork struct{}

func (noNetwork) RoundTrip(q *http.Request) (*http.Response, error) {
	refusedURLs = append(refusedURLs, q.URL.String())
	return nil, fmt.Errorf("the engine has no network: %s", q.URL)
}

// lockDown takes the network, the environment and with PATH every program from what runs in this process.
func lockDown() {
	http.DefaultTransport = noNetwork{}
	http.DefaultClient = &http.Client{Transport: noNetwork{}}
	os.Clearenv()
	log.SetFlags(0)
}

// capture runs f and returns the lines that kustomize wrote to standard error, standard output and the log meanwhile.
func capture(f func()) []string {
	read, write, err := os.Pipe()
	if err != nil {
		f()
		return []string{"warnings are lost: " + err.Error()}
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = write, write
	log.SetOutput(fatalPanics{write})
	done := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(read)
		done <- all
	}()
	f()
	os.Stdout, os.Stderr = stdout, stderr
	log.SetOutput(stderr)
	write.Close()
	all := <-done
	read.Close()
	return textLines(all)
}

func textLines(all []byte) []string {
	lines := []string{}
	for _, line := range bytes.Split(all, []byte("\n")) {
		if len(line) > 0 {
			lines = append(lines, string(line))
		}
	}
	return lines
}

// fatalPanics is log output that turns log.Fatal, which would end the process, into a panic that the build recovers.
type fatalPanics struct{ io.Writer }

func (w fatalPanics) Write(line []byte) (int, error) {
	callers := make([]uintptr, 16)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "log.Fatal") {
			panic(strings.TrimSpace(string(line)))
		}
		if !more {
			return w.Writer.Write(line)
		}
	}
}
