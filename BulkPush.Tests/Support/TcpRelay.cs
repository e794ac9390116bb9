using System.Net;
using System.Net.Sockets;

namespace BulkPush.Tests.Support;

/// <summary>Stands before the nodes of an installation as a load balancer does: who connects reaches the node that is the target at that moment.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private Uri _target;

    private TcpRelay(Uri target)
    {
        _target = target;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, ending with a slash.</summary>
    public Uri Address { get; }

    public static TcpRelay Before(Uri target) => new(target);

    /// <summary>From now on leads new connections here; those there are stay until one of their ends closes.</summary>
    public void LeadTo(Uri target) => Volatile.Write(ref _target, target);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient visitor)
    {
        using var node = new TcpClient();
        using (visitor)
        {
            try
            {
                var target = Volatile.Read(ref _target);
                await node.ConnectAsync(target.Host, target.Port, _stop.Token);
                using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                await Task.WhenAny(
                    visitor.GetStream().CopyToAsync(node.GetStream(), end.Token), node.GetStream().CopyToAsync(visitor.GetStream(), end.Token));
                await end.CancelAsync();
            }
            catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
            {
                // A node that is away, or the end of the test: the visitor's connection closes, as a load balancer's would.
            }
        }
    }
}
