using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Access;
using Oss.Domain.Orders.Batches;

namespace Oss.Domain.Orders;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Property(o => o.ExternalSystem).HasMaxLength(OrderLimits.ExternalSystemLength);
        builder.Property(o => o.ExternalId).HasMaxLength(OrderLimits.ExternalIdLength);
        builder.Property(o => o.PayloadHash).HasMaxLength(64);
        builder.Property(o => o.SubmittedBy).HasMaxLength(256);
        builder.HasIndex(o => new { o.ExternalSystem, o.ExternalId }).IsUnique();
        builder.Property(o => o.Submitter).HasConversion(
            actor => JsonSerializer.Serialize(actor, JsonSerializerOptions.Default), text => JsonSerializer.Deserialize<Actor>(text, JsonSerializerOptions.Default)!);
        builder.Property(o => o.ErrorCode).HasMaxLength(64);
        builder.Property(o => o.ErrorText).HasMaxLength(Order.ErrorTextLength);
        builder.HasOne<OrderBatch>().WithMany().HasForeignKey(o => o.BatchId).OnDelete(DeleteBehavior.Restrict);
        // What is due, lane by lane; an order that has ended is not in it.
        builder.HasIndex(o => new { o.Lane, o.DueAt, o.BatchPosition });
        builder.HasIndex(o => new { o.BatchId, o.BatchPosition });
        builder.HasIndex(o => new { o.SubmittedAt, o.Id });
        builder.HasIndex(o => new { o.State, o.SubmittedAt });
        builder.HasIndex(o => new { o.TenantId, o.SubmittedAt });
        builder.HasIndex(o => new { o.ExternalSystem, o.SubmittedAt });
        builder.HasIndex(o => o.ExternalId);
        builder.HasMany(o => o.Items).WithOne().HasForeignKey(i => i.OrderId);
    }
}
