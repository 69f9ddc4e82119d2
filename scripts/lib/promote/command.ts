import { readArgs } from '../args.ts'
import { changesOf } from '../edit/edits.ts'
import { findOverlay, recover } from '../edit/overlay.ts'
import { acceptCommand, finish } from '../edit/report.ts'
import { environmentsOf, followers } from '../environments.ts'
import { exit, Failure } from '../failure.ts'
import { print } from '../print.ts'
import { findRoot } from '../root.ts'
import { needlessWaivers, requireDigest } from './digest.ts'
import { promoteHelp } from './help.ts'
import { checkOrder } from './order.ts'
import { isHere, planRelease } from './release.ts'
import { promoteSettings } from './settings.ts'

const flags = {
  release: { type: 'boolean' },
  'skip-ok': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  root: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What was asked for, beside names. */
type Asked = { root: string; skip: boolean; dryRun: boolean }

/** What `pnpm promote` does, from its arguments to its exit code. */
export const promoteCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('promote', argv, flags)
  if (values.help) {
    print(`${promoteHelp}\n`)
    return exit.fine
  }
  const names = values.release ? 2 : 3
  if (positionals.length !== names)
    throw new Failure(`write: pnpm promote ${values.release ? '--release <env> <tag>' : '<app> <from> <to>'}; see: pnpm promote --help`)
  const [first = '', second = '', third = ''] = positionals
  const root = findRoot(values.root)
  recover(root)
  const asked = { root, skip: values['skip-ok'] ?? false, dryRun: values['dry-run'] ?? false }
  if (values.release) release(asked, first, second)
  else promote(asked, first, second, third)
  return exit.fine
}

const promote = ({ root, skip, dryRun }: Asked, app: string, source: string, target: string): void => {
  checkOrder(environmentsOf(root), app, source, target, skip)
  const [from, to] = [findOverlay(root, app, source), findOverlay(root, app, target)]
  const { text, images, own } = promoteSettings(from, to)
  if (images.length === 0) throw new Failure(`${from.file} and ${to.file} name no image in common; there is nothing to promote`)
  const edits = changesOf([{ path: to.file, before: to.text, after: text }])
  if (edits.length > 0) requireDigest(root, from, to, images)
  if (own.length > 0) print(`left as it is, because ${source} doesn't have it: ${own.join(', ')}\n`)
  finish(root, edits, {
    dryRun,
    nothing: `${target}/${app} has what ${source} has already`,
    next: [
      acceptCommand([`${target}/${app}`, ...followers(root, app, target)]),
      ...needlessWaivers(root, to, images).map(file => `delete ${file} and its line in the kustomization beside it: there is a digest now`),
    ],
  })
}

const release = ({ root, skip, dryRun }: Asked, env: string, tag: string): void => {
  const { edit, before, commit } = planRelease(root, env, tag, skip)
  finish(root, [edit], {
    dryRun,
    nothing: `${env} runs ${tag} already (${commit.slice(0, 12)})`,
    next: [
      acceptCommand([`argo/${env}`]),
      `pnpm apps ${env} --update`,
      isHere(root, before)
        ? `pnpm diff --base ${before} --head ${tag} ${env}    shows what ${env} gets`
        : `pnpm render --at ${tag} ${env}    shows what ${env} gets; ${before} isn't here to compare with`,
    ],
  })
}
