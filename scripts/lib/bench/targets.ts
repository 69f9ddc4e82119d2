import { middle, ratio, row } from './figures.ts'
import type { Measured } from './run.ts'

/** What speed is asked of us: a figure of a bench, and the most that it may be. */
type Target = { what: string; most: number; unit: 's' | '×' | 'MiB'; of: (all: readonly Measured[]) => number | undefined }

const find = (all: readonly Measured[], corpus: string, name: string, how = ''): Measured | undefined =>
  all.find(one => !one.rival && one.corpus === corpus && one.name === name && one.contender.endsWith(how))

const seconds =
  (corpus: string, name: string, how = '') =>
  (all: readonly Measured[]): number | undefined => {
    const one = find(all, corpus, name, how)
    return one && middle(one.samples, 'wall')
  }
const share =
  (corpus: string, name: string, how = '') =>
  (all: readonly Measured[]): number | undefined => {
    const one = find(all, corpus, name, how)
    return one && ratio(one, all)
  }
const mostMemory =
  (corpus: string) =>
  (all: readonly Measured[]): number | undefined => {
    const held = all.filter(one => !one.rival && one.corpus === corpus).flatMap(({ samples }) => samples.map(({ memory }) => memory))
    return held.length === 0 ? undefined : Math.max(...held)
  }

const cold = 'build and validate all, cold'
const again = 'the same again, nothing changed'
const two = 'diff of 2 changed units'
const longer = (all: readonly Measured[]): number | undefined => {
  const [long, short] = [seconds('10000 units', cold)(all), seconds('1000 units', cold)(all)]
  return long && short && long / short
}

const own = 'this repository'
const targets: readonly Target[] = [
  { what: 'this repository: `render` of all units, warm', most: 0.35, unit: 's', of: seconds(own, 'render all', 'warm') },
  { what: 'this repository: `check` of all units, warm', most: 0.6, unit: 's', of: seconds(own, 'check all', 'warm') },
  { what: '1,000 units: build, cold, ÷ kustomize per unit', most: 0.45, unit: '×', of: share('1000 units', 'build all, cold') },
  { what: '1,000 units: `render`, cold, ÷ kustomize per unit and kubeconform', most: 0.65, unit: '×', of: share('1000 units', cold) },
  { what: '1,000 units: `render`, warm, ÷ the same', most: 0.05, unit: '×', of: share('1000 units', again) },
  { what: '1,000 units: `diff` of two, cold', most: 1, unit: 's', of: seconds('1000 units', two, 'cold') },
  {
    what: '1,000 units: `diff` of two, cold, ÷ worktree and kustomize on both sides',
    most: 0.1,
    unit: '×',
    of: share('1000 units', two, 'cold'),
  },
  { what: '1,000 units: `diff` of two, warm', most: 0.4, unit: 's', of: seconds('1000 units', two, 'warm') },
  { what: '10,000 units: `render`, cold, ÷ that of 1,000', most: 11, unit: '×', of: longer },
  { what: '10,000 units: `render`, warm', most: 3, unit: 's', of: seconds('10000 units', again) },
  { what: '10,000 units: memory of all processes together', most: 1536, unit: 'MiB', of: mostMemory('10000 units') },
  { what: '1 unit of 4,000 objects: memory of all processes together', most: 1536, unit: 'MiB', of: mostMemory('1 unit of 4000 objects') },
]

const shown = (value: number, unit: Target['unit']): string =>
  `${unit === 'MiB' ? value.toFixed(0) : value.toFixed(unit === 's' ? 2 : 3)} ${unit}`

/** What is asked of speed and what was measured, for what a bench has measured. */
export const targetsTable = (measured: readonly Measured[]): string => {
  const lines = targets.flatMap(({ what, most, unit, of }) => {
    const value = of(measured)
    return value === undefined ? [] : [row(what, `${most} ${unit}`, shown(value, unit), value <= most ? 'yes' : '**no**')]
  })
  return lines.length === 0 ? '' : [row('asked', 'at most', 'measured', 'met'), row('---', '---', '---', '---'), ...lines].join('\n')
}
