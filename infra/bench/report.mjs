// The whole table, once everything has been measured.
import { printTable } from './table.mjs'

printTable()
