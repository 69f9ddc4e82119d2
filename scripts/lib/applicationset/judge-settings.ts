import { judgeApplications } from './settings-application.ts'
import { judgeArgoConfig, judgeProjectLists } from './settings-argo.ts'
import { judgeGuards, judgeSlowUnits } from './settings-objects.ts'
import { judgeSets } from './settings-set.ts'
import type { Said, Site } from './site.ts'

/** Argo CD's settings, everywhere they stand: sets, Applications, projects, its own ConfigMap, and the annotations of objects. */
export const judgeSettings = (site: Site): Said[] => [
  ...judgeSets(site),
  ...judgeApplications(site),
  ...judgeSlowUnits(site),
  ...judgeGuards(site),
  ...judgeProjectLists(site),
  ...judgeArgoConfig(site),
]
