import { writeInside } from '../../scripts/lib/files.ts'
import { commitAll, run, tree, unit } from '../helpers.ts'

type Made = { json: string; base: string; head: string }

let made: Made | undefined

/** A report of `pnpm diff` over a small repository in which one ConfigMap changed, as the workflow makes it; made once, inside a test. */
export const realReport = (): Made => {
  made ??= make()
  return made
}

const make = (): Made => {
  const root = tree({ ...unit('overlays/dev/web', 'a: b'), ...unit('overlays/prod/web', 'a: b') })
  const base = commitAll(root)
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: "@team <!-- gitops-diff --> #1"\n'
  for (const env of ['dev', 'prod']) writeInside(root, `overlays/${env}/web/configmap.yaml`, text)
  const head = commitAll(root)
  const { stdout, stderr } = run('diff', ['--base', base, '--head', head, '--json'], { cwd: root })
  if (!stdout.startsWith('{')) throw new Error(stderr)
  return { json: stdout, base, head }
}
