using Amphi;

return await CommandLine.Run(args);
