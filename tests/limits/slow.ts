const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const many = (n: number, one: (i: number) => string): string => Array.from({ length: n }, (_, i) => one(i)).join('')

/** A unit that kustomize really takes minutes for: its work grows with the square of the objects. */
export const slow = (path: string): Record<string, string> => ({
  [`${path}/kustomization.yaml`]: `${head}resources: [a.yaml]\n`,
  [`${path}/a.yaml`]: many(9_000, i => `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${i}}\n`),
})

/** A unit that really takes memory: 14 MB of YAML, which kustomize holds as trees of nodes. */
export const hungry = (path: string): Record<string, string> => ({
  [`${path}/kustomization.yaml`]: `${head}resources: [0.yaml, 1.yaml, 2.yaml, 3.yaml]\n`,
  ...Object.fromEntries(
    [0, 1, 2, 3].map(f => [
      `${path}/${f}.yaml`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${f}\ndata:\n${many(150_000, i => `  k${i}: some value\n`)}`,
    ]),
  ),
})
