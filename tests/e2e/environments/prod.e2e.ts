import { canaries } from './canaries.ts'
import { environment } from './environment.ts'
import { promotion } from './promotion.ts'
import { safety } from './safety.ts'

environment('prod', safety, canaries, promotion)
