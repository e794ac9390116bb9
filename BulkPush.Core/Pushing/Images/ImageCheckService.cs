using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Images;

/// <summary>Lets every worker read images back, time and again; the rows keep the workers from reading the same ones.</summary>
internal sealed partial class ImageCheckService(
    ImageChecker checker, IOptions<ImageCheckOptions> options, TimeProvider clock, ILogger<ImageCheckService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await checker.CheckAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The tick's boundary: a pass that fails, mostly because the database is away, must not end the passes to come.
                Log.Failed(logger, fault);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Reading images back failed; the next pass tries again")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
