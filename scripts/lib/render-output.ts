import { exitCodeOf, type Finding } from './findings.ts'
import { print } from './print.ts'
import { isBuilt, type Rendered } from './render.ts'
import { type Court, joined, judge, type Part, printYaml } from './render-judge.ts'
import type { RenderReport } from './report/data.ts'
import { renderJson } from './report/json.ts'
import { afterTable, colours, findingText, plain, startTable } from './report/text.ts'
import type { Unit } from './units.ts'

/** What a run prints while units are built. `end` prints what is left and answers with all findings. */
export type Output = { add: (rendered: readonly Rendered[], last: boolean) => Promise<void>; end: () => Finding[] }

/** @param units all that will come, in this order */
export const startOutput = async (court: Omit<Court, 'valid'>, units: readonly Unit[], since = 0): Promise<Output> =>
  court.options.output === 'yaml' ? yamlOutput() : reportOutput(court, units, since)

const yamlOutput = (): Output => {
  const findings: Finding[] = []
  let first = true
  return {
    add: async rendered => {
      findings.push(...printYaml(rendered, first))
      // Of a batch in which nothing could be built nothing was printed.
      first &&= !rendered.some(({ result }) => isBuilt(result))
    },
    end: () => {
      for (const finding of findings) console.error(findingText(finding, plain))
      return findings
    },
  }
}

const reportOutput = async ({ orphans, ...asked }: Omit<Court, 'valid'>, units: readonly Unit[], since: number): Promise<Output> => {
  const { options, root, tree } = asked
  const kept = options.cache ? (await import('./cache/valid.ts')).validHere() : undefined
  const left = options.cache ? (await import('./cache/fingerprints.ts')).renderedFingerprints(root) : undefined
  const court = { ...asked, valid: kept ?? new Set<string>(), left }
  const shard =
    options.shard && (await import('./shard/part.ts')).partOf(root, tree, options.shard, ['render', options.layouts, options.targets])
  const paint = options.colour ? colours : plain
  const table = startTable(
    units.map(({ name }) => name),
    paint,
  )
  const parts: Part[] = []
  return {
    add: async (rendered, last) => {
      // Golden files of no unit belong to none of the parts, so the last one has them.
      const part = await judge({ ...court, orphans: last ? orphans : [] }, rendered)
      parts.push(part)
      if (options.output === 'table') print(`${table(part.units)}\n`)
    },
    end: () => {
      kept?.save()
      left?.save()
      const all = joined(parts)
      const report: RenderReport = { tree, ...all, ms: performance.now() - since }
      const whole = shard ? { ...report, shard: { ...shard, exit: exitCodeOf(all.findings) } } : report
      print(options.output === 'json' ? `${renderJson(whole)}\n` : `\n${afterTable(whole, paint)}\n`)
      return all.findings
    },
  }
}
