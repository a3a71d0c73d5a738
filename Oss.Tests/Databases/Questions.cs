using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Oss.Tests.Databases;

/// <summary>Counts what this test asks a database, as EF tells whoever listens; others run beside it. To be made before the test's first question: EF looks once a second whether somebody listens.</summary>
internal sealed class Questions : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<Questions?> Mine = new();

    private readonly List<IDisposable> _subscriptions = [];
    private int _count;

    public Questions()
    {
        Mine.Value = this;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Count => _count;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            _subscriptions.Add(value.Subscribe(this, (name, _, _) => name == RelationalEventId.CommandExecuting.Name));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Mine.Value == this)
            Interlocked.Increment(ref _count);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
