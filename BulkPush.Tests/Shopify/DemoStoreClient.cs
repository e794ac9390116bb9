using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Shopify;

/// <summary>The real client before a simulated shop that keeps Shopify's rules, over real HTTP.</summary>
internal sealed class DemoStoreClient : IAsyncDisposable
{
    private readonly HttpShopifyTransport _transport;
    private readonly Heard _heard;
    private readonly ShopifyStoreClientFactory _clients;

    private DemoStoreClient(DemoStoreHost host, TimeProvider clock)
    {
        Host = host;
        var options = Options.Create(new ShopifyOptions { AllowLoopback = true });
        _transport = new HttpShopifyTransport(options, TimeProvider.System, NullLogger<HttpShopifyTransport>.Instance);
        _heard = new Heard(_transport);
        _clients = new ShopifyStoreClientFactory(_heard, options, clock, NullLoggerFactory.Instance);
        Shop = _clients.For(new StoreConnection(
            Guid.Parse("018f0000-0000-7000-8000-000000000002"), "Alpha", new Uri(host.Client.BaseAddress!, "/demo-stores/alpha"), DemoStoreHost.Token));
    }

    public DemoStoreHost Host { get; }

    public ShopifyStoreClient Shop { get; }

    /// <summary>Every request that was answered, with its answer, in order.</summary>
    public IReadOnlyList<(ShopifyRequest Request, ShopifyReply Reply)> Answers => _heard.Answers;

    /// <summary>Begins <see cref="Answers"/> anew.</summary>
    public void Forget() => _heard.Answers.Clear();

    /// <summary>The shop has one bucket and one clock with the client, on which no time passes but by waiting.</summary>
    public static async Task<DemoStoreClient> StartAsync(params (string Key, string Value)[] settings)
    {
        var clock = new ImpatientClock();
        return new DemoStoreClient(await DemoStoreHost.StartAsync(clock, settings: settings), clock);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        _transport.Dispose();
        await Host.DisposeAsync();
    }

    private sealed class Heard(IShopifyTransport inner) : IShopifyTransport
    {
        public List<(ShopifyRequest Request, ShopifyReply Reply)> Answers { get; } = [];

        public async Task<ShopifyReply> PostAsync(ShopifyEndpoint endpoint, ShopifyRequest request, CancellationToken cancellationToken)
        {
            var reply = await inner.PostAsync(endpoint, request, cancellationToken);
            Answers.Add((request, reply));
            return reply;
        }
    }
}
