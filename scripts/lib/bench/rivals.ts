import { availableParallelism } from 'node:os'
import type { Command } from './measure.ts'

/** Paths of the programs that rivals run. */
export type Programs = { kustomize: string; kubeconform: string; schemas: string }

const cores = String(availableParallelism())
const shell = (cwd: string, script: string, programs: Programs): Command => ({
  program: 'bash',
  args: ['-eu', '-o', 'pipefail', '-c', script],
  cwd,
  env: { ...process.env, KUSTOMIZE: programs.kustomize, KUBECONFORM: programs.kubeconform, SCHEMAS: programs.schemas, CORES: cores },
})

/** Builds every unit of a folder into another, one kustomize process each, as many at a time as there are cores. */
const buildAll = (tree: string, out: string): string =>
  `mkdir -p ${out}; (cd ${tree}; ls -d overlays/*/*) | xargs -P "$CORES" -I{} sh -c '"$KUSTOMIZE" build ${tree}/{} > "${out}/$(echo {} | tr / +).yaml"'`

/** What a shell script in CI does today: the kustomize command line, spawned per unit on all cores. */
export const kustomizeEach = (root: string, out: string, programs: Programs): Command => shell(root, buildAll('.', out), programs)

/** The same, and kubeconform over what it built. */
export const kustomizeAndKubeconform = (root: string, out: string, programs: Programs): Command =>
  shell(root, `${buildAll('.', out)}; "$KUBECONFORM" -strict -n "$CORES" -schema-location "$SCHEMAS" ${out}`, programs)

/** What a diff in CI does today: a worktree of the base, both sides built whole, and a text diff. */
export const worktreeDiff = (root: string, base: string, out: string, programs: Programs): Command =>
  shell(
    root,
    [
      `git worktree add --quiet --detach ${out}/base ${base}`,
      buildAll('.', `${out}/new`),
      buildAll(`${out}/base`, `${out}/old`),
      `diff -r -u ${out}/old ${out}/new > ${out}/diff || test $? -eq 1`,
      `git worktree remove --force ${out}/base`,
    ].join('; '),
    programs,
  )
