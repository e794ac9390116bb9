using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace BulkPush.Tests.Components;

/// <summary>Renders our components without a browser.</summary>
public abstract class MudContext : BunitContext
{
    protected MudContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddMudServices();
    }

    protected TestClock Clock { get; } = new();
}
