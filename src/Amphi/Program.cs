using Amphi.Commands;

return await CommandLine.Run(args);
