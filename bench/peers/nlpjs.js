// nlp.js on one intent set: a task as JSON on standard input, the labels as JSON on the last line.
const { NlpManager } = require('node-nlp');

async function main() {
  const task = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const manager = new NlpManager({ languages: [task.language], forceNER: true, autoSave: false });
  for (const [text, label] of task.train) manager.addDocument(task.language, text, label);
  let start = process.hrtime.bigint();
  await manager.train();
  const training = Number(process.hrtime.bigint() - start) / 1e9;
  const labels = [];
  start = process.hrtime.bigint();
  for (const [text] of task.test) labels.push((await manager.process(task.language, text)).intent);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6 / task.test.length;
  console.log(JSON.stringify({ labels, training, milliseconds }));
}

main();
