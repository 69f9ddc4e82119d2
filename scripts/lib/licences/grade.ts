import parse from 'spdx-expression-parse'
import licences from 'spdx-license-list'

type Info = ReturnType<typeof parse>
/** From harmless to refused. `network`: who changes it and serves it must publish the change (AGPL). */
export type Grade = 'open' | 'network' | 'refused'
const order: Grade[] = ['open', 'network', 'refused']

/** What a licence expression amounts to, and which licences make it so: of AND the worst side counts, of OR the best. */
export type Graded = { grade: Grade; because: string[] }

const gradeOne = (id: string): Grade => {
  if (!licences[id]?.osiApproved) return 'refused'
  return id.startsWith('AGPL-') ? 'network' : 'open'
}

const grade = (info: Info): Graded => {
  if (!('conjunction' in info)) return { grade: gradeOne(info.license), because: [info.license] }
  const [left, right] = [grade(info.left), grade(info.right)]
  if (left.grade === right.grade) return { grade: left.grade, because: [...left.because, ...right.because] }
  const [better, worse] = order.indexOf(left.grade) < order.indexOf(right.grade) ? [left, right] : [right, left]
  return info.conjunction === 'and' ? worse : better
}

/** Grades an SPDX expression by the Open Source Initiative's list (npm spdx-license-list); nothing for text that is none. */
export const gradeLicence = (expression: string): Graded | undefined => {
  try {
    return grade(parse(expression))
  } catch {
    return undefined
  }
}
