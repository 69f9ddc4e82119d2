package main

import (
	"context"

	"k8s.io/apiserver/pkg/authorization/authorizer"
)

// nobody may do anything: an expression that asks the authorizer is answered no, because there is no cluster to ask.
type nobody struct{}

func (nobody) Authorize(context.Context, authorizer.Attributes) (authorizer.Decision, string, error) {
	return authorizer.DecisionNoOpinion, "", nil
}
