package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// request is one line of input; see README.md for the fields of each operation.
type request struct {
	ID      json.RawMessage `json:"id"`
	Op      string          `json:"op"`
	Tree    string          `json:"tree"`
	Path    string          `json:"path"`
	Text    string          `json:"text"`
	Params  map[string]any  `json:"params"`
	Options []string        `json:"options"`
}

// reply is one line of output. Error and Findings are set when the request could not be fulfilled.
type reply struct {
	ID       json.RawMessage   `json:"id"`
	Error    string            `json:"error,omitempty"`
	Findings []finding         `json:"findings,omitempty"`
	YAML     *string           `json:"yaml,omitempty"`
	Objects  []json.RawMessage `json:"objects,omitzero"`
	Text     *string           `json:"text,omitempty"`
	Reads    []string          `json:"reads,omitzero"`
	Warnings []string          `json:"warnings,omitzero"`
	Tainted  bool              `json:"tainted"`
	MS       float64           `json:"ms"`
}

// finding says what is wrong and where; Line and Col count from 1 and are 0 when unknown.
type finding struct {
	Code  string `json:"code"`
	File  string `json:"file,omitempty"`
	Line  int    `json:"line,omitempty"`
	Col   int    `json:"col,omitempty"`
	Field string `json:"field,omitempty"`
	Value string `json:"value,omitempty"`
	Hint  string `json:"hint,omitempty"`
}

type engine struct {
	work       tree
	repository *repository
	out        io.Writer

	lock    sync.Mutex // guards out and running: the memory watchdog answers too
	running *request
}

// serve answers requests until the input ends.
func (e *engine) serve(in io.Reader) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	for {
		text, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(text)) > 0 {
			if err := e.send(e.answer(text)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (e *engine) answer(text []byte) (r reply) {
	start := time.Now()
	var q request
	if err := json.Unmarshal(text, &q); err != nil {
		r = reply{Error: "malformed request: " + err.Error()}
	} else {
		e.lock.Lock()
		e.running = &q
		e.lock.Unlock()
		r = e.perform(&q)
	}
	r.ID = q.ID
	if len(r.ID) == 0 {
		r.ID = json.RawMessage("null")
	}
	r.MS = float64(time.Since(start).Microseconds()) / 1000
	return r
}

func (e *engine) perform(q *request) reply {
	switch q.Op {
	case "build":
		return e.build(q.Tree, q.Path)
	case "template":
		return evaluate(q.Text, q.Params, q.Options)
	default:
		return reply{Error: fmt.Sprintf("malformed request: unknown op %q, expected build or template", q.Op)}
	}
}

func (e *engine) send(r reply) error {
	e.lock.Lock()
	defer e.lock.Unlock()
	e.running = nil
	_, err := e.out.Write(line(r))
	return err
}

func line(r reply) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		panic(err) // a reply holds strings, numbers and JSON that was just made
	}
	return out.Bytes()
}
