import { inline } from '../failure.ts'
import { findingText } from '../report/text.ts'
import { idText } from './identity.ts'
import type { Promotion } from './skew.ts'
import type { Pen } from './text-fields.ts'

/** What promoting one environment's images to another would change. */
export const promotionText = ({ from, to, images, same, only, broken }: Promotion, { paint }: Pen): string => {
  const lines = [
    ...(broken.length > 0
      ? [`${paint('red', 'incomplete')}: ${broken.map(({ unit }) => `${inline(unit)} can't be built`).join('; ')}`]
      : []),
    `what a promotion of ${inline(from)} to ${inline(to)} changes`,
    ...images.flatMap(({ unit, object, container, old, new: next }) => [
      `  ${inline(unit)} ${inline(idText(object))} ${inline(container)}`,
      paint('red', `    - ${inline(old ?? '')}`),
      paint('green', `    + ${inline(next ?? '')}`),
    ]),
    ...(images.length === 0 ? [paint('green', '  nothing')] : []),
    ...(same.length > 0 ? [paint('dim', `same images: ${same.map(inline).join(', ')}`)] : []),
    ...only.map(({ env, app }) => paint('dim', `only in ${inline(env)}: ${inline(app)}`)),
    ...broken.flatMap(({ findings }) => findings.map(finding => findingText(finding, paint))),
  ]
  return lines.join('\n')
}
