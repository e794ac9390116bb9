using System.Buffers;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>
/// One bulk operation from its first line to its end. Whether it goes on is read from the shop before every line, because it may have been
/// cancelled, and the shop emptied or taken away.
/// </summary>
internal sealed class BulkRun(DemoShop shop, long id, BulkLines lines)
{
    private const int FlushBytes = 1 << 16;
    private const double UnhurriedLinesPerSecond = 500;

    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromHours(24);

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes);
    private bool _fails;
    private bool _expires;
    private bool _isIncomplete;
    private int _total;
    private int _done;

    /// <exception cref="OperationCanceledException">The process ends; the operation stays as it is and fails at the next start.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Current() is not { Upload: { } upload } operation) return;
        await using var results = new FileStream(
            shop.Files.Results(operation), FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
        await PauseAsync(cancellationToken);
        if (Current() is null) return;
        var input = shop.Files.Upload(upload);
        _total = await ShuffledLines.CountAsync(input, cancellationToken);
        Begin();
        try
        {
            await foreach (var line in ShuffledLines.ReadAsync(input, new Random(unchecked((int)id)), cancellationToken))
            {
                if (!await WaitForTurnAsync(cancellationToken) || !Do(line)) break;
                if (_buffer.WrittenCount >= FlushBytes || IsUnhurried()) await FlushAsync(results, cancellationToken);
            }
        }
        finally
        {
            // Also when the process ends: what is written can be fetched after the next start.
            await FlushAsync(results, CancellationToken.None);
        }

        await PauseAsync(cancellationToken);
        End(results.Length);
    }

    /// <summary>For an end that nobody planned.</summary>
    public void Fail()
    {
        lock (shop.Gate)
        {
            if (!shop.IsGone) BulkEnd.Settle(shop, id, BulkStatus.Failed, BulkErrorCode.InternalServerError, resultBytes: 0);
        }
    }

    /// <summary>While there is time every result is kept at once, so that even a process that is killed leaves what was done.</summary>
    private bool IsUnhurried()
    {
        lock (shop.Gate) return shop.Options.BulkLinesPerSecond is > 0 and <= UnhurriedLinesPerSecond;
    }

    private DemoBulkOperation? Current()
    {
        lock (shop.Gate) return shop.IsGone ? null : shop.Content.BulkOperation(id);
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause;
        lock (shop.Gate) pause = shop.Options.BulkDelay;
        if (pause > TimeSpan.Zero) await Task.Delay(pause, shop.Clock, cancellationToken);
    }

    private void Begin()
    {
        lock (shop.Gate)
        {
            _fails = shop.Suffers(FaultKind.BulkFails);
            _expires = shop.Suffers(FaultKind.BulkExpires);
            _isIncomplete = shop.Suffers(FaultKind.BulkResultIncomplete);
            if (!shop.IsGone && shop.Content.BulkOperation(id) is { Status: BulkStatus.Created } created)
                shop.Commit(new ShopChange { BulkOperation = created with { Status = BulkStatus.Running } });
        }
    }

    /// <summary>False when the operation is not to go on.</summary>
    private async Task<bool> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (shop.Gate) wait = shop.BulkPace.Reserve(shop.Options.BulkLinesPerSecond);
        for (; wait > TimeSpan.Zero && IsWanted(); wait -= LongestNap)
            await Task.Delay(wait < LongestNap ? wait : LongestNap, shop.Clock, cancellationToken);
        return IsWanted();
    }

    private bool IsWanted() => Current() is { Status: BulkStatus.Running } running && !(_fails && _done >= _total / 2) && !IsOverdue(running);

    private bool IsOverdue(DemoBulkOperation operation) => shop.Clock.GetUtcNow() - operation.CreatedAt > TimeLimit;

    private bool Do(BulkInputLine line)
    {
        lock (shop.Gate)
        {
            if (shop.IsGone || shop.Content.BulkOperation(id) is not { Status: BulkStatus.Running } running) return false;
            var before = _buffer.WrittenCount;
            lines.Run(line, _buffer);
            if (_isIncomplete && _done % 10 == 0) Withdraw(before);
            _done++;
            var shown = _done == _total ? _done : _done - (_done % shop.Options.BulkCountStep);
            if (shown != running.ObjectCount) shop.Content.Progress(running with { ObjectCount = shown });
            return true;
        }
    }

    private void Withdraw(int length)
    {
        var kept = _buffer.WrittenSpan[..length].ToArray();
        _buffer.ResetWrittenCount();
        _buffer.Write(kept);
    }

    private async Task FlushAsync(FileStream results, CancellationToken cancellationToken)
    {
        await results.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    private void End(long resultBytes)
    {
        lock (shop.Gate)
        {
            if (shop.IsGone || shop.Content.BulkOperation(id) is not { IsSettled: false } operation) return;
            var (status, error) = operation switch
            {
                { Status: BulkStatus.Canceling } => (BulkStatus.Canceled, (BulkErrorCode?)null),
                _ when _fails => (BulkStatus.Failed, BulkErrorCode.InternalServerError),
                _ when _done < _total => (BulkStatus.Failed, BulkErrorCode.Timeout),
                _ when _expires => (BulkStatus.Expired, null),
                _ => (BulkStatus.Completed, null),
            };
            shop.Content.Progress(operation with { ObjectCount = _done });
            BulkEnd.Settle(shop, id, status, error, resultBytes);
        }
    }
}
