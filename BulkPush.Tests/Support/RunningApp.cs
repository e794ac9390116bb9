using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BulkPush.Tests.Support;

/// <summary>The real application in this process, listening on a free port of its own. Stops in good order when disposed.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public const string ApiToken = "bpt_tests_only_0123456789abcdef";
    public const string AdminEmail = "tester@example.com";
    public const string AdminPassword = "Correct-Horse-9-Battery";

    private readonly Factory _factory;

    private RunningApp(Factory factory) => _factory = factory;

    public IServiceProvider Services => _factory.Services;

    /// <summary>Base address, ending with a slash.</summary>
    public Uri Address => _factory.ClientOptions.BaseAddress;

    public int Port => Address.Port;

    /// <summary>Starts the application with all roles, a first operator and API token, and no demo data.</summary>
    /// <param name="connectionString">Null for an application that needs no database.</param>
    /// <param name="settings">Over the defaults; null values are left out.</param>
    /// <param name="configure">Replaces services, for example the clock.</param>
    public static RunningApp Start(string? connectionString, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var factory = new Factory(AppSettings.For(connectionString, settings), configure);
        factory.UseKestrel(0);
        factory.StartServer();
        return new RunningApp(factory);
    }

    /// <summary>A client that is nobody yet and follows no redirects.</summary>
    public HttpClient CreateClient() => new(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { BaseAddress = Address };

    /// <summary>A client with the first API token, which has every permission.</summary>
    public HttpClient CreateApiClient()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiToken);
        return client;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private sealed class Factory(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Development);
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            if (configure is not null)
                builder.ConfigureServices(configure);
        }
    }
}
