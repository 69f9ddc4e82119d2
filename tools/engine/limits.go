package main

// Limits that untrusted input meets before it costs memory or time.
const (
	// limitFile: the largest CRD file, Argo CD's ApplicationSet, has 1.39 MB; etcd takes 1.5 MiB an object.
	limitFile = 4 << 20
	// limitObjects: the largest of 1,290 public kustomizations renders 1,607.
	limitObjects = 10_000
	// limitOutput: Argo CD takes 10 MB from a folder of plain manifests; three times that.
	limitOutput = 32 << 20
	// limitDepth: the ApplicationSet CRD nests 35 levels.
	limitDepth = 100
	// limitAliases: go-yaml's own guard starts at 400,000 nodes, and kustomize expands before it.
	limitAliases = 100_000
	// limitMemory: rendering 1.9 MB of CRDs takes 420 MB.
	limitMemory = 1 << 30
	// limitLinks: filepath.EvalSymlinks, which kustomize uses on disk, gives up after 255.
	limitLinks = 255
	// limitValue: characters of a value that a finding repeats.
	limitValue = 300
)
