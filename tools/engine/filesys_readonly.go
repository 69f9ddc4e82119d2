package main

import (
	"errors"
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// readOnly refuses what kustomize's file system interface offers and a build has no use for.
type readOnly struct{}

var errReadOnly = errors.New("the engine's file system only resolves and reads files")

func (readOnly) Create(string) (filesys.File, error)  { return nil, errReadOnly }
func (readOnly) Mkdir(string) error                   { return errReadOnly }
func (readOnly) MkdirAll(string) error                { return errReadOnly }
func (readOnly) RemoveAll(string) error               { return errReadOnly }
func (readOnly) Open(string) (filesys.File, error)    { return nil, errReadOnly }
func (readOnly) ReadDir(string) ([]string, error)     { return nil, errReadOnly }
func (readOnly) Glob(string) ([]string, error)        { return nil, errReadOnly }
func (readOnly) WriteFile(string, []byte) error       { return errReadOnly }
func (readOnly) Walk(string, filepath.WalkFunc) error { return errReadOnly }
