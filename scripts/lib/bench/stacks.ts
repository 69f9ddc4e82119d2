/** A call stack, innermost function first, and how long it was seen, in whatever unit; only shares are used. */
export type Stack = { frames: string[]; weight: number }

/** What a function works on, for the first of a stack's functions, from the innermost, that one of the patterns knows. */
export type Part = [pattern: RegExp, name: string]

type Profile = {
  nodes: { id: number; children?: number[]; callFrame: { functionName: string; url: string } }[]
  samples: number[]
  timeDeltas: number[]
}

/** The stacks of a `node --cpu-prof` file, without the time in which Node waited. A frame is `function url`. */
export const nodeStacks = (text: string): Stack[] => {
  const { nodes, samples, timeDeltas }: Profile = JSON.parse(text)
  const byId = new Map(nodes.map(node => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)))
  return samples.flatMap((leaf, i) => {
    const frames: string[] = []
    for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
      const { functionName = '', url = '' } = byId.get(id)?.callFrame ?? {}
      frames.push(`${functionName} ${url}`)
    }
    return frames[0] === '(idle) ' ? [] : [{ frames, weight: timeDeltas[i] ?? 0 }]
  })
}

const seconds: { [unit: string]: number } = { us: 1e-6, ms: 1e-3, s: 1 }

/** The stacks that `go tool pprof -traces` prints. */
export const goStacks = (text: string): Stack[] =>
  text
    .split(/^-+\+-+\n/m)
    .slice(1)
    .flatMap(block => {
      const [first = '', ...rest] = block.trimEnd().split('\n')
      const [, amount, unit = '', leaf = ''] = /^\s*([\d.]+)(us|ms|s)\s+(.+)$/.exec(first) ?? []
      return amount === undefined
        ? []
        : [{ frames: [leaf, ...rest.map(line => line.trim())], weight: Number(amount) * (seconds[unit] ?? 0) }]
    })

/** Shares (of 1) of each part in some stacks; what no pattern knows is `rest`. */
export const sharesOf = (stacks: readonly Stack[], parts: readonly Part[], rest: string): Map<string, number> => {
  const total = stacks.reduce((sum, { weight }) => sum + weight, 0)
  const shares = new Map<string, number>()
  for (const { frames, weight } of stacks) {
    const name = nameOf(frames, parts) ?? rest
    shares.set(name, (shares.get(name) ?? 0) + weight / total)
  }
  return shares
}

const nameOf = (frames: readonly string[], parts: readonly Part[]): string | undefined => {
  for (const frame of frames) {
    const known = parts.find(([pattern]) => pattern.test(frame))
    if (known) return known[1]
  }
  return undefined
}
