import type { Judge, Judgement } from '../check/rule.ts'
import { kustomizationsOf } from '../sources/kustomization.ts'
import { findUnits, foldersOf } from '../units.ts'
import { judgeComponents } from './components.ts'
import { judgeFields } from './fields.ts'
import { judgeFiles } from './files.ts'
import { judgeImages } from './images.ts'
import { judgeObjects } from './objects.ts'
import { judgeOverlays } from './overlays.ts'
import { judgePatches } from './patches.ts'
import { treeRules } from './rules.ts'
import type { Tree } from './say.ts'
import { judgeWords } from './words.ts'

/** What a source says, whatever was rendered from it. */
const ofSources = [judgeFields, judgeOverlays, judgeComponents, judgePatches, judgeImages, judgeFiles, judgeWords]

/** The rules of the tree: what stands where, how kustomizations are written, and whether what they say has an effect. */
export const treeJudge: Judge = {
  rules: treeRules,
  judge: world => {
    const mine = world.files.filter(file => /^(apps|argo|base|overlays|platform)\//.test(file))
    const judge = (): Judgement[] => {
      const tree: Tree = { world, kustomizations: kustomizationsOf(world.read, mine), units: findUnits(foldersOf(world.files)) }
      return ofSources.flatMap(rule => rule(tree))
    }
    const said = world.memo ? world.memo.of(['tree', mine.map(file => [file, world.read(file)])], judge) : judge()
    return [...said, ...judgeObjects(world)]
  },
}
