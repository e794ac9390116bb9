using BulkPush.Core.Persistence;
using BulkPush.Core.Persistence.Embedded;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BulkPush.Web.Hosting;

/// <summary>The PostgreSQL of this process: the one that configuration names or, in Development without one, a server of our own that ends with us.</summary>
internal sealed class HostDatabase : IAsyncDisposable
{
    private const string Key = "ConnectionStrings:BulkPush";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly EmbeddedPostgres? _embedded;

    private HostDatabase(string? connectionString, EmbeddedPostgres? embedded = null) => (ConnectionString, _embedded) = (connectionString, embedded);

    /// <summary>Null when no role of this process needs a database.</summary>
    public string? ConnectionString { get; }

    /// <summary>Whether the server is this installation's own.</summary>
    public bool IsEmbedded => _embedded is not null;

    /// <exception cref="StartUpException">There is no connection string outside Development.</exception>
    /// <exception cref="OptionsValidationException">A key of section BulkPush is wrong.</exception>
    /// <exception cref="EmbeddedPostgresException">The embedded server cannot be had.</exception>
    public static async Task<HostDatabase> OpenAsync(WebApplicationBuilder builder)
    {
        var options = builder.ReadOptions();
        if (!HostRoles.Of(builder.Configuration, builder.Environment).NeedDatabase())
            return new HostDatabase(null);
        if (builder.Configuration.GetConnectionString("BulkPush") is { Length: > 0 } connectionString)
            return new HostDatabase(Readable(connectionString));
        if (!builder.Environment.IsDevelopment())
            throw new StartUpException($"{Key} is not set. Outside Development BulkPush needs a PostgreSQL of yours, for example ConnectionStrings__BulkPush='Host=db;Database=bulkpush;Username=bulkpush;Password=...'.");

        var embedded = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { Directory = Path.Combine(options.ResolveDataDirectory(), "postgres") },
            Console.WriteLine,
            HostClock.System,
            CancellationToken.None);
        return new HostDatabase(embedded.ConnectionString, embedded);
    }

    /// <summary>Brings the schema up to date before anything else runs, waiting a little for a server that is still starting.</summary>
    /// <exception cref="StartUpException">The server cannot be reached or refuses us.</exception>
    public async Task MigrateAsync(WebApplication app)
    {
        if (ConnectionString is null)
            return;

        var clock = app.Services.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await DatabaseMigrator.MigrateAsync(ConnectionString, app.Lifetime.ApplicationStopping);
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient && clock.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, app.Lifetime.ApplicationStopping);
            }
            catch (NpgsqlException exception)
            {
                throw new StartUpException($"The database of {Key} cannot be used: {exception.Message}", exception);
            }
        }
    }

    // Npgsql's own words are left out: they repeat what they stumbled over, which may be a piece of the password.
    private static string Readable(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) is { Host.Length: > 0 }
                ? connectionString
                : throw new StartUpException($"{Key} names no Host.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new StartUpException(
                $"{Key} is not a connection string of PostgreSQL. Write it like 'Host=db;Database=bulkpush;Username=bulkpush;Password=...', a value with a semicolon in double quotes.", exception);
        }
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
