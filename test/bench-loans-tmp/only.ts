import { measureIntake } from './intake.ts';
console.log(await measureIntake((line) => console.log(line)));
process.exit(0);
