import { environment } from './environment.ts'
import { safety } from './safety.ts'

environment('offline', safety)
