using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Pushing;

internal static class PushingServices
{
    public static IServiceCollection AddPushing(this IServiceCollection services, bool isWorker) => isWorker ? services : services;
}
