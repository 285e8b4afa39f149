using Postfach.CommandLine;

PrivateFiles.Ensure();
return await PostfachCommandLine.RunAsync(args, CommandEnvironment.Console());
