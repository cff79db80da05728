import { makeStacks } from '/work/main/test/cdk/stacks.ts';
for (let i=0;i<4;i++){const t=performance.now(); const {app}=makeStacks(); const u=performance.now(); app.synth(); console.log('make',Math.round(u-t),'synth',Math.round(performance.now()-u));}
