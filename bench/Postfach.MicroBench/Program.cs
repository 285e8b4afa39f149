using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Postfach.MicroBench;

if (args is ["--allocations", var file])
    return await AllocationRun.RunAsync(file);

// In this process: what is measured needs a store, and no project made for it.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
var runs = BenchmarkSwitcher.FromTypes([typeof(OperationBenchmarks)]).Run(args, config);
return runs.All(r => !r.HasCriticalValidationErrors && r.Reports.All(report => report.Success)) ? 0 : 1;
