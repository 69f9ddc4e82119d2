import type { GitHub } from './api.ts'
import { onlyFile } from './archive.ts'
import { BadReport } from './bad-report.ts'

type Artifact = { id: number; name: string; size_in_bytes: number; expired: boolean; created_at: string }

/** What a run uploaded: the number of the pull request that it says it is of, and the report's bytes. */
export type Uploaded = { pull: number; bytes: Buffer }

const archiveLimit = 32 * 2 ** 20
const reportLimit = 256 * 2 ** 20

/** The last `report-<number>` of a run; a run that was repeated has several. Undefined when it uploaded none. Throws a BadReport when it is too large. */
export const uploadedBy = async (github: GitHub, run: number): Promise<Uploaded | undefined> => {
  const all = await github.all<Artifact>(`actions/runs/${run}/artifacts`, 'artifacts')
  const reports = all.filter(({ name, expired }) => /^report-[1-9]\d{0,9}$/.test(name) && !expired)
  const names = new Set(reports.map(({ name }) => name))
  if (names.size > 1) throw new BadReport(`run ${run} uploaded reports of several pull requests: ${[...names].slice(0, 5).join(', ')}`)
  const [last] = reports.sort((a, b) => b.created_at.localeCompare(a.created_at))
  if (!last) return undefined
  if (last.size_in_bytes > archiveLimit) throw new BadReport(`the report of run ${run} has ${last.size_in_bytes} bytes, too many`)
  const archive = await github.download(`actions/artifacts/${last.id}/zip`, archiveLimit)
  return { pull: Number(last.name.slice('report-'.length)), bytes: await onlyFile(archive, 'report.json', reportLimit) }
}
