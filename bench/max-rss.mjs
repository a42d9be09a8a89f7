// Loaded with `node --import`: tells the most memory that the program took, in MB, on stderr when it ends.
process.on("exit", () => process.stderr.write(`${process.resourceUsage().maxRSS / 1024}\n`));
