using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Breaker;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Pushing.Images;
using BulkPush.Core.Pushing.Strategy;
using BulkPush.Core.Pushing.Suspects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;

namespace BulkPush.Core.Pushing;

internal static class PushingServices
{
    /// <summary>Beside those that push: what is due starts however many stores are being pushed.</summary>
    private const int ScheduleThreads = 4;

    /// <param name="isWorker">Only workers run pushes; a process that is not one can still queue and interrupt them.</param>
    public static IServiceCollection AddPushing(this IServiceCollection services, bool isWorker)
    {
        services.AddOptions<PushingOptions>().BindConfiguration(PushingOptions.SectionName).ValidateOnStart();
        services.AddOptions<ImageCheckOptions>().BindConfiguration(ImageCheckOptions.SectionName).ValidateOnStart();
        services.AddMetrics();
        services
            .AddSingleton<IValidateOptions<PushingOptions>, PushingOptionsValidator>()
            .AddSingleton<StorePushQueue>()
            .AddSingleton<IStorePushQueue>(provider => provider.GetRequiredService<StorePushQueue>())
            .AddSingleton<PushPlanner>()
            .AddSingleton<ProductLoader>()
            .AddSingleton<PendingProducts>()
            .AddSingleton<SuspectMarks>()
            .AddSingleton<CarefulProducts>()
            .AddSingleton<SuspectSender>()
            .AddSingleton<PushingMeter>()
            .AddSingleton<ResultWriter>()
            .AddSingleton<DirectSender>()
            .AddBulk()
            .AddSingleton<PushWeights>()
            .AddSingleton<StrategyPlanner>()
            .AddSingleton<PushSender>()
            .AddSingleton<ImageCheckQueue>()
            .AddSingleton<SentImages>()
            .AddSingleton<ImageChecker>()
            .AddSingleton<ImageCheckService>()
            .AddSingleton<IValidateOptions<ImageCheckOptions>, ImageCheckOptionsValidator>()
            .AddSingleton<UnpublishedProducts>()
            .AddSingleton<PublishWriter>()
            .AddSingleton<ProductPublisher>()
            .AddSingleton<PushConnections>()
            .AddSingleton<StoreBreakers>()
            .AddSingleton<StoreProber>()
            .AddSingleton<PushPhases>()
            .AddSingleton<StorePushEnding>()
            .AddSingleton<StorePushRunner>()
            .AddTransient<StorePushJob>()
            .AddSingleton<StorePushReconciler>();
        if (isWorker)
        {
            services.AddHostedService(provider => provider.GetRequiredService<StorePushReconciler>());
            services.AddHostedService(provider => provider.GetRequiredService<ImageCheckService>());
            services.AddHostedService(provider => provider.GetRequiredService<StoreProber>());
        }

        return services.AddScheduler(isWorker);
    }

    private static IServiceCollection AddBulk(this IServiceCollection services) => services
        .AddSingleton<BulkOperationLedger>()
        .AddSingleton<BulkFileWriter>()
        .AddSingleton<BulkStarter>()
        .AddSingleton<BulkResultReader>()
        .AddSingleton<BulkCarrier>()
        .AddSingleton<BulkLeftovers>()
        .AddSingleton<BulkSender>()
        .AddSingleton<BulkRounds>();

    private static IServiceCollection AddScheduler(this IServiceCollection services, bool isWorker)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "bulkpush";
                scheduler.GenerateInstanceId = true;
                scheduler.MaxBatchSize = 5;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool();
            quartz.UseExecutionLimits((provider, limits) => limits.ForDefaultGroup(provider.GetRequiredService<IOptions<PushingOptions>>().Value.StoresAtOnce));
            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(tables =>
                {
                    tables.TablePrefix = "jobs.qrtz_";
                    tables.StoreJobDataAsStrings = true;
                    tables.AcceptEnlistedTransactions = true;
                    tables.RecoverFiringsCancelledByShutdown = true;
                });
                store.UsePostgres(connections => connections.UseRegisteredDataSource = true);
                store.ProvisionSchema();
                store.UseClustering();
            });
        });
        services.AddOptions<ThreadPoolOptions>().Configure<IOptions<PushingOptions>>((pool, pushing) => pool.MaxConcurrency = pushing.Value.StoresAtOnce + ScheduleThreads);
        services.AddOptions<ClusteringOptions>().Configure<IOptions<PushingOptions>>((cluster, pushing) =>
            (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (pushing.Value.CheckInEach, pushing.Value.CheckInDoubt));
        return services.AddQuartzHostedService(hosted =>
        {
            hosted.WaitForJobsToComplete = true;
            hosted.AutoStart = isWorker;
        });
    }
}
