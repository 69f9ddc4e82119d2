package main

import (
	"slices"
	"testing"
)

// Each case is one kustomization in folder k; what stands beside it is in beside.
func TestGuardFindings(t *testing.T) {
	beside := files{
		"a.yaml": configMap, "base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": configMap,
		"k/deployment.yaml": configMap, "k/part/kustomization.yaml": "kind: Component\nresources: [missing.yaml]\n",
		"two/kustomization.yaml": "resources: [a.yaml]\n", "two/Kustomization": "resources: [a.yaml]\n",
		"empty/kustomization.yaml": "kind: Kustomization\n", "bare/a.yaml": configMap,
		"k/out": "-> ../../outside", "k/abs": "-> /etc", "k/loop": "-> loop2", "k/loop2": "-> loop",
		"k/lfs.yaml":                 "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
		"k/plugin.yaml":              "---\napiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: x-\n---\napiVersion: example.com/v1\nkind: Run\nmetadata: {name: r}\n",
		"k/other/go.yaml":            "apiVersion: builtin\nkind: PrefixTransformer\nmetadata:\n  name: p\n  annotations:\n    config.kubernetes.io/function: 'exec: {path: ./run}'\n",
		"k/other/kustomization.yaml": "resources: [go.yaml]\n",
	}
	cases := []struct {
		name, kustomization string
		want                []string
	}{
		{"http", "resources:\n  - https://example.com/a.yaml\n", []string{"PATH_REMOTE k/kustomization.yaml:2:5 resources[0]=https://example.com/a.yaml ()"}},
		{"every form of remote", "resources:\n- github.com/org/repo//x?ref=main\n- git@example.com:org/repo\n- git::https://example.com/x\n- ssh://git@example.com/org/repo\n- file:///etc\n- org/repo.git\n- FILE://x\n", []string{
			"PATH_REMOTE k/kustomization.yaml:2:3 resources[0]=github.com/org/repo//x?ref=main ()",
			"PATH_REMOTE k/kustomization.yaml:3:3 resources[1]=git@example.com:org/repo ()",
			"PATH_REMOTE k/kustomization.yaml:4:3 resources[2]=git::https://example.com/x ()",
			"PATH_REMOTE k/kustomization.yaml:5:3 resources[3]=ssh://git@example.com/org/repo ()",
			"PATH_REMOTE k/kustomization.yaml:6:3 resources[4]=file:///etc ()",
			"PATH_REMOTE k/kustomization.yaml:7:3 resources[5]=org/repo.git ()",
			"PATH_REMOTE k/kustomization.yaml:8:3 resources[6]=FILE://x ()"}},
		{"every field", "bases: [/b]\ncomponents: [/c]\ncrds: [/d]\nconfigurations: [/e]\nopenapi: {path: /f}\npatches: [{path: /g}]\npatchesStrategicMerge: [/h]\npatchesJson6902: [{path: /i}]\nreplacements: [{path: /j}]\ngenerators: [/l]\ntransformers: [/m]\nvalidators: [/n]\nconfigMapGenerator: [{files: [/o, x=/p], envs: [/q], env: /r}]\nsecretGenerator: [{files: [/s]}]\n", []string{
			"PATH_ABSOLUTE k/kustomization.yaml:1:9 bases[0]=/b ()",
			"PATH_ABSOLUTE k/kustomization.yaml:2:14 components[0]=/c ()",
			"PATH_ABSOLUTE k/kustomization.yaml:3:8 crds[0]=/d ()",
			"PATH_ABSOLUTE k/kustomization.yaml:4:18 configurations[0]=/e ()",
			"PATH_ABSOLUTE k/kustomization.yaml:5:17 openapi.path=/f ()",
			"PATH_ABSOLUTE k/kustomization.yaml:6:18 patches[0].path=/g ()",
			"PATH_ABSOLUTE k/kustomization.yaml:7:25 patchesStrategicMerge[0]=/h ()",
			"PATH_ABSOLUTE k/kustomization.yaml:8:26 patchesJson6902[0].path=/i ()",
			"PATH_ABSOLUTE k/kustomization.yaml:9:23 replacements[0].path=/j ()",
			"PATH_ABSOLUTE k/kustomization.yaml:10:14 generators[0]=/l ()",
			"PATH_ABSOLUTE k/kustomization.yaml:11:16 transformers[0]=/m ()",
			"PATH_ABSOLUTE k/kustomization.yaml:12:14 validators[0]=/n ()",
			"GENERATOR_FORM k/kustomization.yaml:13:22 configMapGenerator[0]= (has no name; give it one)",
			"PATH_ABSOLUTE k/kustomization.yaml:13:31 configMapGenerator[0].files[0]=/o ()",
			"PATH_ABSOLUTE k/kustomization.yaml:13:35 configMapGenerator[0].files[1]=x=/p ()",
			"PATH_ABSOLUTE k/kustomization.yaml:13:49 configMapGenerator[0].envs[0]=/q ()",
			"PATH_ABSOLUTE k/kustomization.yaml:13:59 configMapGenerator[0].env=/r ()",
			"GENERATOR_FORM k/kustomization.yaml:14:19 secretGenerator[0]= (has no name; give it one)",
			"PATH_ABSOLUTE k/kustomization.yaml:14:28 secretGenerator[0].files[0]=/s ()"}},
		{"outside", "resources: [../../up, a/../../../x]\n", []string{
			"PATH_OUTSIDE k/kustomization.yaml:1:13 resources[0]=../../up ()",
			"PATH_OUTSIDE k/kustomization.yaml:1:23 resources[1]=a/../../../x ()"}},
		{"links", "resources: [out, abs/passwd, loop]\n", []string{
			"SYMLINK_OUTSIDE k/kustomization.yaml:1:13 resources[0]=out (k/out -> ../../outside)",
			"SYMLINK_OUTSIDE k/kustomization.yaml:1:18 resources[1]=abs/passwd (k/abs -> /etc)",
			"SYMLINK_LOOP k/kustomization.yaml:1:30 resources[2]=loop (k/loop2 -> loop)"}},
		{"missing", "resources: [deploiment.yaml, nowhere]\n", []string{
			"PATH_MISSING k/kustomization.yaml:1:13 resources[0]=deploiment.yaml (deployment.yaml)",
			"PATH_MISSING k/kustomization.yaml:1:30 resources[1]=nowhere ()"}},
		{"missing in a component", "components: [part]\n", []string{"PATH_MISSING k/part/kustomization.yaml:2:13 resources[0]=missing.yaml ()"}},
		{"control", "resources: [\"a\\nb\", \"a\\u202eb\"]\n", []string{
			"PATH_CONTROL k/kustomization.yaml:1:13 resources[0]=a\nb ()",
			"PATH_CONTROL k/kustomization.yaml:1:21 resources[1]=a\u202eb ()"}},
		{"lfs", "resources: [lfs.yaml]\n", []string{"PATH_LFS k/lfs.yaml = ()"}},
		{"lfs in a generator", "configMapGenerator: [{name: a, files: [lfs.yaml]}]\n", []string{"PATH_LFS k/lfs.yaml = ()"}},
		{"helm", "helmCharts:\n- name: x\nhelmGlobals: {chartHome: /x}\n", []string{
			"FIELD_HELM k/kustomization.yaml:1:1 helmCharts= ()", "FIELD_HELM k/kustomization.yaml:3:1 helmGlobals= ()"}},
		{"plugin file", "transformers:\n- plugin.yaml\n", []string{"FIELD_PLUGIN k/plugin.yaml:8:7 kind=Run ()"}},
		{"plugin folder", "generators: [other]\n", []string{"FIELD_PLUGIN k/other/go.yaml:2:7 kind=PrefixTransformer ()"}},
		{"plugin inline", "validators:\n- |-\n  apiVersion: x/v1\n  kind: Y\n", []string{"FIELD_PLUGIN k/kustomization.yaml:2:3 validators[0]=Y ()"}},
		{"helm plugin", "generators:\n- '{apiVersion: builtin, kind: HelmChartInflationGenerator}'\n", []string{"FIELD_HELM k/kustomization.yaml:2:3 generators[0]=HelmChartInflationGenerator ()"}},
		{"unknown field", "resource: [a.yaml]\nimages:\n- name: x\n  newTagg: y\n", []string{
			"FIELD_UNKNOWN k/kustomization.yaml:1:1 resource=resource (resources)",
			"FIELD_UNKNOWN k/kustomization.yaml:4:3 images[0].newTagg=newTagg (newTag)"}},
		{"wrong type", "patches: a.yaml\nlabels: {a: b}\n", []string{
			"FIELD_TYPE k/kustomization.yaml:1:10 patches=a.yaml (expected a list)",
			"FIELD_TYPE k/kustomization.yaml:2:9 labels= (expected a list)"}},
		{"duplicate", "resources: [deployment.yaml]\nnamespace: a\nresources: []\n", []string{"KEY_DUPLICATE k/kustomization.yaml:3:1 resources=resources (first at line 1)"}},
		{"syntax", "resources:\n- a\n- [b\nnamespace: x\n", []string{"YAML_SYNTAX k/kustomization.yaml:3:0 =did not find expected ',' or ']' ()"}},
		{"none", "resources: [../bare]\n", []string{"KUSTOMIZATION_NONE k/kustomization.yaml:1:13 resources[0]=../bare ()"}},
		{"two", "resources: [../two]\n", []string{"KUSTOMIZATION_TWO two/kustomization.yaml =kustomization.yaml, Kustomization ()"}},
		{"empty", "resources: [../empty]\n", []string{"KUSTOMIZATION_EMPTY empty/kustomization.yaml:1:1 = ()"}},
		{"through an alias", "resources: &r [https://example.com]\ncomponents: *r\n", []string{
			"PATH_REMOTE k/kustomization.yaml:1:16 resources[0]=https://example.com ()",
			"PATH_REMOTE k/kustomization.yaml:1:16 components[0]=https://example.com ()"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			all := files{"k/kustomization.yaml": c.kustomization}
			for name, content := range beside {
				all[name] = content
			}
			r := both(t, all, "k")
			if r.YAML != nil || r.Error == "" {
				t.Errorf("not refused: %s", text(r))
			}
			if got := places(r); !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
}

func TestRepositoryForms(t *testing.T) {
	for value, want := range map[string]bool{
		"github.com/org/repo": true, "GitHub.com:org/repo": true, "git@host:org/repo": true, "me@host/org/repo.git": true,
		"github.com/org": false, "me@host": false, "../base": false, "org/repo": false, "gitlab.com/org/repo": false,
	} {
		if got := isRepository(value); got != want {
			t.Errorf("isRepository(%q) = %v", value, got)
		}
	}
}

// What kustomize itself builds or has words for passes the guard.
func TestGuardLetsPass(t *testing.T) {
	cases := []struct {
		name  string
		extra files
		error string
	}{
		{"two kinds of generators", files{"k/kustomization.yaml": "generators:\n- |\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: {name: g}\n  literals: [a=b]\n"}, ""},
		{"inline patch", files{"k/kustomization.yaml": "resources: [a.yaml]\npatches:\n- patch: |-\n    - {op: add, path: /data/x, value: v}\n  target: {kind: ConfigMap}\n"}, ""},
		{"folder like a host", files{"k/kustomization.yaml": "resources: [github.com/x.yaml]\n", "k/github.com/x.yaml": configMap}, ""},
		{"kustomization as data", files{"k/kustomization.yaml": "configMapGenerator:\n- name: a\n  files: [d/kustomization.yaml]\n", "k/d/kustomization.yaml": "resources: [https://example.com]\n"}, ""},
		{"case of fields", files{"k/kustomization.yaml": "Resources: [a.yaml]\n"}, ""},
		{"merge key", files{"k/kustomization.yaml": "resources: [a.yaml]\nimages:\n- &i {name: x, newTag: v1}\n- {<<: *i, name: z}\n"}, ""},
		{"patch beside", files{"k/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: ../p.yaml}]\n", "p.yaml": configMap}, "security; file 'p.yaml' is not in or below 'k'"},
		{"cycle", files{"k/kustomization.yaml": "resources: [../k]\n"}, "cycle detected"},
		{"folder without need of a kustomization", files{"k/kustomization.yaml": "patches: [{path: d}]\n", "k/d/a.yaml": configMap}, "must resolve to a file"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.extra["k/a.yaml"] = configMap
			r := both(t, c.extra, "k")
			if len(r.Findings) > 0 || c.error == "" && r.Error != "" || !contains(r.Error, c.error) {
				t.Errorf("want error %q, got %s", c.error, text(r))
			}
		})
	}
}
