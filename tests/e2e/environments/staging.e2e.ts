import { environment } from './environment.ts'

environment('staging')
