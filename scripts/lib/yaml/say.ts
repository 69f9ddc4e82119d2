import { dirname } from 'node:path/posix'
import type { Judgement } from '../check/rule.ts'
import type { Position } from '../findings.ts'
import { type YamlCode, yamlRules } from './rules.ts'

/** A judgement of a source: its folder stands for the unit, because many units may read it. */
export const say = (code: YamlCode, at: Position, problem: string, fix?: string): Judgement => ({
  code,
  severity: yamlRules[code].severity,
  unit: dirname(at.file),
  at,
  problem,
  ...(fix === undefined ? {} : { fix }),
})
