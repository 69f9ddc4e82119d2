package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"sigs.k8s.io/yaml"
)

// fixtures returns the Kubernetes project's own pods for a level, version and verdict, by file name.
func fixtures(t *testing.T, level, version, verdict string) map[string][]byte {
	t.Helper()
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/pod-security-admission").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(module)), "test/testdata", level, version, verdict, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	pods := map[string][]byte{}
	for _, file := range files {
		if pods[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return pods
}

func TestKubernetesOwnFixtures(t *testing.T) {
	for _, c := range []struct {
		level      api.Level
		pass, fail int
	}{
		{api.LevelBaseline, 15, 34},
		{api.LevelRestricted, 23, 76},
	} {
		version, err := api.ParseVersion("v1.35")
		if err != nil {
			t.Fatal(err)
		}
		controls := newControls()
		for verdict, count := range map[string]int{"pass": c.pass, "fail": c.fail} {
			pods := fixtures(t, string(c.level), "v1.35", verdict)
			if len(pods) != count {
				t.Errorf("%s %s: the module has %d fixtures, expected %d", c.level, verdict, len(pods), count)
			}
			for name, text := range pods {
				var pod corev1.Pod
				if err := yaml.UnmarshalStrict(text, &pod); err != nil {
					t.Fatal(name, err)
				}
				template := &corev1.PodTemplateSpec{ObjectMeta: pod.ObjectMeta, Spec: pod.Spec}
				refusals := controls.refusals(api.LevelVersion{Level: c.level, Version: version}, template)
				if (len(refusals) == 0) != (verdict == "pass") {
					t.Errorf("%s %s/%s: %+v", c.level, verdict, name, refusals)
				}
			}
		}
	}
}
