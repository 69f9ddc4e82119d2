import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { home } from '../../scripts/lib/tools.ts'
import { isMeant, type Unit } from '../../scripts/lib/units.ts'
import { isPlaceholder } from './documents.ts'

const packageJson: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
const builtIn = ['install', 'kustomize', 'kubeconform', 'exec', 'add']
/** Commands of pnpm itself (`pnpm help --all`) that a script of ours shares its name with: `pnpm why` is pnpm's, `pnpm run why` ours. */
const pnpmsOwn = [
  'audit',
  'docs',
  'doctor',
  'env',
  'licenses',
  'list',
  'outdated',
  'pack',
  'publish',
  'rebuild',
  'sbom',
  'search',
  'view',
  'why',
]
/** Commands whose arguments are units. */
const onUnits = ['render', 'check', 'diff', 'why']
/** Commands whose arguments are an app and environments, in this order. */
const onNames: Record<string, ('app' | 'env')[]> = {
  image: ['app', 'env'],
  promote: ['app', 'env', 'env'],
  status: ['env'],
  images: ['env'],
}

/** What is wrong with the app and the environments that such a command names. */
const wrongNames = (name: string, args: readonly string[], units: readonly Unit[]): string[] => {
  const given = args.filter(arg => !arg.startsWith('-'))
  return (args.includes('--release') ? (['env'] as const) : (onNames[name] ?? [])).flatMap((kind, at) => {
    const word = given[at]
    const known = units.some(({ env, path }) => (kind === 'env' ? env === word : path.split('/').at(-1) === word))
    return word === undefined || isPlaceholder(word) || known ? [] : [`no ${kind === 'env' ? 'environment' : 'app'} ${word}`]
  })
}

/** Every flag that the sources of a script name: strict parsing refuses what isn't one of them. */
const flagsOf = (script: string): Set<string> => {
  const reads = [script, ...imports(script)].map(file => readFileSync(join(home, file), 'utf8'))
  return new Set(reads.flatMap(text => [...text.matchAll(/--([a-z][a-z-]+)/g)].map(([, flag]) => flag ?? '')))
}

/** The command modules that a script loads from lib. */
const imports = (script: string): string[] => {
  const text = readFileSync(join(home, script), 'utf8')
  const direct = [...text.matchAll(/'\.\.?\/((?:lib\/)?[\w/-]+\.ts)'/g)].map(([, path]) => `scripts/${path}`)
  const folders = direct.flatMap(path => {
    const stem = path.replace(/-command\.ts$|\/command\.ts$/, '')
    return [`${stem}-options.ts`, `${stem}/options.ts`, `${stem}/help.ts`]
  })
  return [...direct, ...folders].filter(path => existsSync(join(home, path)))
}

const scriptOf = (name: string): string | undefined => /^node (scripts\/\S+\.ts)/.exec(packageJson.scripts[name] ?? '')?.[1]

/** What is wrong with a `pnpm …` or `node scripts/…` command: an unknown script or flag, a unit that isn't one, a path that isn't there. */
export const toolProblems = ([program, ...rest]: readonly string[], units: readonly Unit[]): string[] => {
  const said = rest.filter(word => word !== '--silent')
  const [name = '', ...args] = said[0] === 'run' ? said.slice(1) : said
  if (program === 'node' && !name.startsWith('scripts/')) return []
  if (isPlaceholder(name)) return []
  if (program === 'pnpm' && builtIn.includes(name))
    return args.flatMap(arg => (/^(overlays|apps|base|argo)\//.test(arg) && !exists(arg) ? [`${arg} is not there`] : []))
  if (said[0] === name && program === 'pnpm' && pnpmsOwn.includes(name)) return [`pnpm has a ${name} of its own; write pnpm run ${name}`]
  const script = program === 'node' ? name : scriptOf(name)
  if (program === 'pnpm' && !packageJson.scripts[name]) return [`no script ${name}`]
  if (!script) return []
  if (!existsSync(join(home, script))) return [`${script} is not there`]
  const known = flagsOf(script)
  const flags = args.flatMap(arg => (arg.startsWith('--') ? [arg.slice(2).split('=')[0] ?? ''] : []))
  const wrong = flags.filter(flag => !known.has(flag) && flag !== 'help').map(flag => `${script} has no --${flag}`)
  return [
    ...wrong,
    ...wrongNames(name, args, units),
    ...(onUnits.includes(name)
      ? targetsOf(args)
          .filter(target => !isUnit(target, units))
          .map(target => `no unit ${target}`)
      : []),
  ]
}

const exists = (path: string): boolean => isPlaceholder(path) || existsSync(join(home, path))
const isUnit = (target: string, units: readonly Unit[]): boolean => exists(target) || units.some(unit => isMeant(unit, target))

/** Positional arguments: neither flags nor, for the flags that take one, their values. */
const targetsOf = (args: readonly string[]): string[] => {
  const takes = [
    '--at',
    '--root',
    '--units',
    '--base',
    '--head',
    '--engines',
    '--time-limit',
    '--memory-limit',
    '--field',
    '--pr',
    '--skew',
    '--format',
    '--out',
  ]
  const foreign = args.includes('--root')
  return foreign ? [] : args.filter((arg, at) => !arg.startsWith('-') && !takes.includes(args[at - 1] ?? '') && !isPlaceholder(arg))
}

/** Environments by the folders of overlays. */
export const environments: string[] = readdirSync(join(home, 'overlays'))
