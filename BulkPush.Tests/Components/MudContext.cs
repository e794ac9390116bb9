using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace BulkPush.Tests.Components;

/// <summary>Renders our components without a browser.</summary>
public abstract class MudContext : BunitContext
{
    // What is waited for comes as soon as it can; a machine that is busy needs longer than bUnit's few seconds.
    static MudContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(60);

    protected MudContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddMudServices();
    }

    protected TestClock Clock { get; } = new();
}
