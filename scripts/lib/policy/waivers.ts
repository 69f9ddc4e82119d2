import type { Judgement, ObjectId, World } from '../check/rule.ts'
import { ownersOf } from './code-owners.ts'
import { type WaiverFile, waiverFiles } from './waiver-files.ts'

/** A waiver that can be read; `problems` are what is wrong with the file by itself, and `file.envs` whose clusters get it. */
export type Waiver = { file: WaiverFile; policy: string; target: ObjectId; expires: string | undefined }

/** All waivers of a world, and what is wrong with them whatever is judged. */
export type Waivers = { waivers: Waiver[]; problems: Judgement[] }

const required = ['policy', 'environment', 'target', 'justification', 'compensatingControl', 'ticket', 'approvedBy']
const known = new Set([...required, 'expires'])

/** A judgement against a waiver's file. */
export const against = (file: WaiverFile, code: string, field: string | undefined, problem: string): Judgement => ({
  code,
  severity: 'error',
  unit: `${file.envs[0]}/cluster-policies`,
  at: file.at(field),
  problem,
})

/** An object in a sentence: `Deployment payments/api`. */
export const named = ({ kind, namespace, name }: ObjectId): string => `${kind} ${namespace ? `${namespace}/` : ''}${name}`

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

/** Exactly kind, name and, where the object has one, namespace. */
const isTarget = (value: unknown): value is ObjectId => {
  const { kind, namespace, name, ...others } = (value ?? {}) as Record<string, unknown>
  return Object.keys(others).length === 0 && isText(kind) && isText(name) && (namespace === undefined || isText(namespace))
}

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true

/** Reads every waiver that the rendered ConfigMaps deliver. `date` matters later, when they are applied. */
export const readWaivers = (world: World): Waivers => {
  const files = waiverFiles(world)
  const codeOwners = world.read('.github/CODEOWNERS') ?? world.read('CODEOWNERS') ?? ''
  const problems = files.flatMap(file => [
    ...formProblems(file),
    ...environmentProblems(file),
    ...ticketProblems(file, world),
    ...approverProblems(file, ownersOf(codeOwners, file.file)),
    ...targetProblems(file, world),
  ])
  const waivers = files.flatMap((file): Waiver[] => {
    const { policy, target, expires } = file.fields
    if (typeof policy !== 'string' || !isTarget(target)) return []
    return [{ file, policy, target, expires: isDay(expires) ? expires : undefined }]
  })
  return { waivers, problems }
}

const formProblems = (file: WaiverFile): Judgement[] => {
  const { fields } = file
  const say = (field: string | undefined, problem: string): Judgement => against(file, 'WAIVER_FIELD', field, problem)
  if (Object.keys(fields).length === 0) return [say(undefined, 'the file is no YAML map of fields')]
  const problems = [
    ...required.filter(field => fields[field] === undefined).map(field => say(undefined, `${field} is missing`)),
    ...Object.keys(fields)
      .filter(field => !known.has(field))
      .map(field => say(field, `${field} is no field of a waiver`)),
  ]
  if (fields.target !== undefined && !isTarget(fields.target))
    problems.push(say('target', 'target must be exactly kind, namespace and name'))
  for (const field of ['policy', 'compensatingControl'])
    if (fields[field] !== undefined && !isText(fields[field])) problems.push(say(field, `${field} must be text`))
  const { justification } = fields
  if (justification !== undefined && (typeof justification !== 'string' || justification.trim().length < 40))
    problems.push(
      against(file, 'WAIVER_REASON', 'justification', `the justification has ${String(justification).trim().length} characters`),
    )
  if (fields.expires !== undefined && !isDay(fields.expires))
    problems.push(against(file, 'WAIVER_EXPIRY', 'expires', `expires ${String(fields.expires)} is no day like 2027-02-01`))
  return problems
}

/** A waiver is approved for one environment: a file that is copied to another folder says so itself. */
const environmentProblems = (file: WaiverFile): Judgement[] => {
  const { environment } = file.fields
  const [, folder] = /^overlays\/([^/]+)\//.exec(file.file) ?? []
  if (environment === undefined || folder === undefined || environment === folder) return []
  return [against(file, 'WAIVER_ENVIRONMENT', 'environment', `it is for ${String(environment)}, and its folder is ${folder}'s`)]
}

/** The name that a heading gets in a link. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+\s*/, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-')

const ticketProblems = (file: WaiverFile, world: World): Judgement[] => {
  const { ticket } = file.fields
  if (ticket === undefined || /^[A-Z][A-Z0-9]+-\d+$/.test(String(ticket))) return []
  const [path = '', section] = String(ticket).split('#')
  const headings = path.endsWith('.md') ? world.read(path)?.match(/^#+ .*$/gm) : undefined
  return headings && (section === undefined || headings.some(heading => anchorOf(heading) === section))
    ? []
    : [against(file, 'WAIVER_TICKET', 'ticket', `"${String(ticket)}" is neither a ticket nor a document of this repository`)]
}

const approverProblems = (file: WaiverFile, owners: readonly string[]): Judgement[] => {
  const { approvedBy } = file.fields
  if (approvedBy === undefined) return []
  if (!Array.isArray(approvedBy) || approvedBy.length === 0)
    return [against(file, 'WAIVER_APPROVER', 'approvedBy', 'approvedBy must list at least one code owner')]
  return approvedBy
    .filter(name => !owners.includes(String(name)))
    .map(name =>
      against(
        file,
        'WAIVER_APPROVER',
        'approvedBy',
        `${String(name)} is no code owner of ${file.file}; owners: ${owners.join(', ') || 'none'}`,
      ),
    )
}

const targetProblems = (file: WaiverFile, world: World): Judgement[] => {
  const { policy, target } = file.fields
  if (!isTarget(target)) return []
  const key = [policy, target.namespace ?? '', target.kind, target.name].join('.')
  const problems = key === file.key ? [] : [against(file, 'WAIVER_KEY', 'target', `the key is ${file.key}, its target makes ${key}`)]
  const counts = file.envs.map(
    env =>
      world.units
        .filter(({ unit }) => unit.env === env)
        .flatMap(({ objects }) =>
          objects.filter(
            ({ kind, metadata }) => kind === target.kind && metadata.name === target.name && metadata.namespace === target.namespace,
          ),
        ).length,
  )
  const most = Math.max(...counts)
  if (most === 1) return problems
  const what = named(target)
  return [...problems, against(file, 'WAIVER_TARGET', 'target', most === 0 ? `there is no ${what}` : `${most} objects are called ${what}`)]
}
