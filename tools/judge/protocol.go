package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// request is one line of input: clusters to judge, each with all that it would hold.
type request struct {
	ID       json.RawMessage `json:"id"`
	Clusters []cluster       `json:"clusters"`
}

// cluster is the objects of one cluster: policies, bindings, parameters and namespaces are found among them.
type cluster struct {
	Objects []json.RawMessage `json:"objects"`
}

// reply is one line of output; Clusters are in the request's order.
type reply struct {
	ID       json.RawMessage `json:"id"`
	Error    string          `json:"error,omitempty"`
	Clusters []verdicts      `json:"clusters,omitzero"`
	MS       float64         `json:"ms"`
}

// verdicts is what is wrong in a cluster, in the order of its objects.
type verdicts struct {
	Refusals    []refusal `json:"refusals"`
	Evaluations int       `json:"evaluations"`
}

// refusal is one thing said against one object.
//
// Exactly one of Policy and Control is set, or neither when the object itself can't be read. Failed means that the policy could not be evaluated, which
// refuses like a violation does.
type refusal struct {
	Object  int      `json:"object"`
	Policy  string   `json:"policy,omitempty"`
	Binding string   `json:"binding,omitempty"`
	Actions []string `json:"actions,omitempty"`
	Failed  bool     `json:"failed,omitempty"`
	Control string   `json:"control,omitempty"`
	Level   string   `json:"level,omitempty"`
	Message string   `json:"message"`
}

func (c *court) answer(text []byte) (r reply) {
	start := time.Now()
	var q request
	r.ID = json.RawMessage("null")
	defer func() {
		if problem := recover(); problem != nil {
			r.Error, r.Clusters = fmt.Sprint("internal: ", problem), nil
		}
		r.MS = float64(time.Since(start).Microseconds()) / 1000
	}()
	if err := json.Unmarshal(text, &q); err != nil {
		r.Error = "malformed request: " + err.Error()
		return r
	}
	if len(q.ID) > 0 {
		r.ID = q.ID
	}
	r.Clusters = make([]verdicts, len(q.Clusters))
	for i := range q.Clusters {
		r.Clusters[i] = c.judge(q.Clusters[i].Objects)
	}
	return r
}
