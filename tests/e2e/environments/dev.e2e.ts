import { deployPath } from './deploy-path.ts'
import { environment } from './environment.ts'
import { faults } from './faults.ts'

environment('dev', deployPath, faults)
