// Where a thread begins (threads.ts). In what is built, ./thread.js is reached through the program and its compiled code.
import { work } from './thread.js'

void work()
