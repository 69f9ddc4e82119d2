import { inline } from '../failure.ts'

/** What is wrong with the requirement documents or tests: where, a code, and a sentence with the edit that fixes it. */
export type Problem = { file: string; line: number; code: ProblemCode; message: string }

export type ProblemCode =
  | 'REQUIREMENT_MISSING'
  | 'REQUIREMENT_STATUS'
  | 'REQUIREMENT_TWICE'
  | 'REQUIREMENT_UNKNOWN'
  | 'REQUIREMENT_NOT_OUT'
  | 'SYSTEM_STATE'

export const problemText = ({ file, line, code, message }: Problem): string => `${inline(file)}:${line}:1  ${code}  ${inline(message)}`
